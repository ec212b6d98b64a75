import {
  formatDuration,
  formatFileName,
  formatPath,
  formatTook,
} from '../../../src/simulator/page/client/format';

it.each([
  [formatDuration, 0, '0:00'],
  [formatDuration, 7999, '0:07'],
  [formatDuration, 750_000, '12:30'],
  [formatDuration, 3_723_000, '1:02:03'],
  [formatDuration, -400, '0:00'],
  [formatTook, 8.4, '8 ms'],
  [formatTook, 1250, '1.3 s'],
])('%p writes %p as %s', (format, value, text) => {
  expect(format(value)).toBe(text);
});

it.each([
  [formatPath, 'http://localhost:3000/index?tries=1', '/index?tries=1'],
  [formatPath, 'nowhere', 'nowhere'],
  [formatFileName, 'https://example.com/music/Soft%20tune.mp3?x=1', 'Soft tune.mp3'],
  [formatFileName, 'https://example.com/%E0%A4%A.mp3', '%E0%A4%A.mp3'],
  [formatFileName, 'https://example.com/', 'https://example.com/'],
])('%p writes %s as %s', (format, value, text) => {
  expect(format(value)).toBe(text);
});
