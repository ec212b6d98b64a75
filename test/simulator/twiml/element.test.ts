import {
  attribute,
  booleanAttribute,
  elementsOf,
  integerAttribute,
  type TwimlElement,
  textOf,
} from '../../../src/simulator/twiml/element';

const pause: TwimlElement = { name: 'Pause', attributes: {}, children: [], line: 2 };

function buildElement(attributes: TwimlElement['attributes'] = {}): TwimlElement {
  return { name: 'Gather', attributes, children: ['\n one', pause, 'two '], line: 1 };
}

describe('textOf', () => {
  it("gives an element's own text without the whitespace around it", () => {
    expect(textOf(buildElement())).toBe('onetwo');
    expect(textOf(pause)).toBe('');
  });
});

describe('elementsOf', () => {
  it('gives the elements in an element', () => {
    expect(elementsOf(buildElement())).toEqual([pause]);
  });
});

describe('attribute', () => {
  it('tells an empty attribute from an absent one', () => {
    expect(attribute(buildElement({ waitUrl: '' }), 'waitUrl')).toBe('');
    expect(attribute(buildElement(), 'waitUrl')).toBeUndefined();
    expect(attribute(buildElement(), 'toString')).toBeUndefined();
  });
});

describe('integerAttribute', () => {
  it.each([
    ['12', 12],
    ['0', 0],
    ['auto', 5],
    ['', 5],
    ['1.5', 5],
    ['-1', 5],
  ])('reads "%s" as %d where 5 is the default', (timeout, value) => {
    expect(integerAttribute(buildElement({ timeout }), 'timeout', 5)).toBe(value);
  });

  it('gives the default of an absent attribute', () => {
    expect(integerAttribute(buildElement(), 'numDigits', undefined)).toBeUndefined();
  });
});

describe('booleanAttribute', () => {
  it.each([
    ['true', false, true],
    ['false', true, false],
    ['yes', true, true],
    ['yes', false, false],
  ])('reads "%s" where %s is the default', (playBeep, fallback, value) => {
    expect(booleanAttribute(buildElement({ playBeep }), 'playBeep', fallback)).toBe(value);
    expect(booleanAttribute(buildElement(), 'playBeep', fallback)).toBe(fallback);
  });
});
