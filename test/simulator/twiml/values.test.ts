import fs from 'node:fs';

describe('the lists of the twilio package', () => {
  it('are read when a value is looked up in them, and not before', () => {
    const readFileSync = jest.spyOn(fs, 'readFileSync');
    const isRead = () =>
      readFileSync.mock.calls.some(([path]) => /VoiceResponse\.d\.ts$/.test(`${path}`));
    const { readDocument } = require('../../../src/simulator/twiml/read-document');
    const read = (body: string) =>
      readDocument({ status: 200, contentType: 'text/xml', body }, 'call').faults.length;
    expect(read('<Response><Pause/></Response>')).toBe(0);
    expect(isRead()).toBe(false);
    expect(read('<Response><Say language="en-US">a</Say></Response>')).toBe(0);
    expect(isRead()).toBe(true);
    readFileSync.mockRestore();
  });
});
