import { getRenderedTwiml } from '../../src/http/rendered-twiml';
import { renderTwiml, type TwimlDocument } from '../../src/twilio/twiml';

describe('getRenderedTwiml', () => {
  it('gives each of many documents as it is written, however often it is asked for', () => {
    const documents = Array.from(
      { length: 1200 },
      (_, place): TwimlDocument => [{ verb: 'Say', language: 'ja-JP', text: `${place}番目` }],
    );
    const copies = structuredClone(documents).toReversed();
    for (const document of [...documents, ...copies, ...documents]) {
      const xml = renderTwiml(document);
      expect(getRenderedTwiml(document)).toEqual({ xml, bytes: Buffer.from(xml).length });
    }
  });

  it('builds a document once', () => {
    const document = (): TwimlDocument => [{ verb: 'Pause', lengthSeconds: 4711 }];
    expect(getRenderedTwiml(document())).toBe(getRenderedTwiml(document()));
  });
});
