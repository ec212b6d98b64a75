import { isPlainOnTheWay } from '../../src/twilio/plain-http';

describe('isPlainOnTheWay', () => {
  it.each([
    'http://cc.example',
    'http://cc.example:8080/calls',
    'http://192.168.1.7:3000',
    'http://[2001:db8::1]',
    'http://0.0.0.0',
    'http://localhost.example',
    'http://127.0.0.1.example',
  ])('is true of %s', (url) => expect(isPlainOnTheWay(new URL(url))).toBe(true));

  it.each([
    'https://cc.example',
    'https://192.168.1.7',
    'http://localhost:3000/calls',
    'http://LOCALHOST',
    'http://cc.localhost',
    'http://localhost.',
    'http://127.0.0.1',
    'http://127.1.2.3:3000',
    'http://127.1',
    'http://[::1]:3000',
    'http://[0:0:0:0:0:0:0:1]',
  ])('is false of %s', (url) => expect(isPlainOnTheWay(new URL(url))).toBe(false));
});
