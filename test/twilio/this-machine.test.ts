import { isOfThisMachine } from '../../src/twilio/this-machine';

describe('isOfThisMachine', () => {
  it.each([
    ...['localhost', 'LOCALHOST', 'localhost.', 'cc.localhost', '127.0.0.1', '127.1.2.3'],
    ...['::1', '[::1]', '::ffff:127.0.0.1'],
  ])('is true of %s', (hostname) => expect(isOfThisMachine(hostname)).toBe(true));

  it.each([
    ...['cc.example', 'localhost.example', 'mylocalhost', '127.0.0.1.example'],
    ...['0.0.0.0', '192.168.1.7', '::2', '[2001:db8::1]', ''],
  ])('is false of "%s"', (hostname) => expect(isOfThisMachine(hostname)).toBe(false));
});
