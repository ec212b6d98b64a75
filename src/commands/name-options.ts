import { UserError } from '../errors';
import { QuestionFault } from '../reports/question-fault';

/** An error as it is told on a command line, where parameters of questions are options: `--from`. */
export function nameOptions(error: unknown): unknown {
  if (!(error instanceof QuestionFault)) return error;
  return new UserError(error.spell((parameter) => `--${parameter}`));
}
