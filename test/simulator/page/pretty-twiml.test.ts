import { prettyTwiml } from '../../../src/simulator/page/client/pretty-twiml';

const write = (body: string) =>
  prettyTwiml(body).map(
    ({ depth, tokens }) => '  '.repeat(depth) + tokens.map(({ text }) => text).join(''),
  );

describe('prettyTwiml', () => {
  it('puts each element on a line, a text beside its tags', () => {
    expect(
      write(
        '<?xml version="1.0"?><Response><Gather action="/a?b=1&amp;c=2" timeout="10"><Say>Press 1.</Say></Gather><Pause/><Dial></Dial></Response>',
      ),
    ).toEqual([
      '<?xml version="1.0"?>',
      '<Response>',
      '  <Gather action="/a?b=1&amp;c=2" timeout="10">',
      '    <Say>Press 1.</Say>',
      '  </Gather>',
      '  <Pause/>',
      '  <Dial></Dial>',
      '</Response>',
    ]);
  });

  it('tells names, attributes, values and texts apart', () => {
    const [line] = prettyTwiml('<Say language="ja-JP">はい</Say>');
    expect(line?.tokens).toEqual([
      { kind: 'mark', text: '<' },
      { kind: 'name', text: 'Say' },
      { kind: 'attribute', text: ' language' },
      { kind: 'mark', text: '=' },
      { kind: 'value', text: '"ja-JP"' },
      { kind: 'mark', text: '>' },
      { kind: 'text', text: 'はい' },
      { kind: 'mark', text: '</' },
      { kind: 'name', text: 'Say' },
      { kind: 'mark', text: '>' },
    ]);
  });

  it.each([
    [
      'a comment',
      '<Response><!-- <Say> --></Response>',
      ['<Response>', '  <!-- <Say> -->', '</Response>'],
    ],
    ['a mark inside a value', '<Say voice="a>b">x</Say>', ['<Say voice="a>b">x</Say>']],
    ['text beside elements', '<A>x<B/></A>', ['<A>', '  x', '  <B/>', '</A>']],
    ['no XML', 'Not found\nhere', ['Not found', 'here']],
    ['too many ends', '</A></B><C/>', ['</A>', '</B>', '<C/>']],
    ['a tag without its end', '<Response><Say', ['<Response>', '  <', '  Say']],
    ['nothing', '', ['']],
  ])('keeps %s', (_what, body, lines) => {
    expect(write(body)).toEqual(lines);
  });
});
