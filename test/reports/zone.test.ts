import { findZone } from '../../src/reports/zone';

describe('findZone', () => {
  it.each([
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['asia/tokyo', 'Asia/Tokyo'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['Asia/Kathmandu', 'Asia/Kathmandu'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Etc/GMT-9', 'Etc/GMT-9'],
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
  ])('knows %s', (name, zone) => {
    expect(findZone(name)).toBe(zone);
  });

  it.each([
    ...['', ' ', 'JST', 'EST', 'IST', 'CET', 'Japan', 'GMT', '+09:00', 'UTC+9', 'Asia/Edo'],
    ...['Asia/', 'local', 'system', 'Asia/Tokyo ', '../Asia/Tokyo'],
  ])('knows no %j', (name) => {
    expect(findZone(name)).toBeUndefined();
  });
});
