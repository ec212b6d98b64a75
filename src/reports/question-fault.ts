import { UserError } from '../errors';

/** A question that cannot be answered as it was typed, in one line. */
export class QuestionFault extends UserError {
  readonly #line: string;

  /** `line` has the names of parameters in braces: `{to} must be later than {from}`. */
  constructor(line: string) {
    super(line.replace(NAMES, '$1'));
    this.#line = line;
  }

  /** The line with the names of parameters as whoever typed them knows them. */
  spell(name: (parameter: string) => string): string {
    return this.#line.replace(NAMES, (_braces, parameter: string) => name(parameter));
  }
}

const NAMES = /\{(\w+)\}/g;
