import { createWait, wait } from '../../src/callflow/wait';
import { createSpeak } from '../../src/prompts/prompts';
import { ru } from '../../src/prompts/ru';
import { buildCallFlow } from '../support/build-call-flow';

const pause = { verb: 'Pause', lengthSeconds: 3 };
const music = { verb: 'Play', url: 'https://music.example/hold.mp3' };

describe('wait', () => {
  it('pauses, says the place in the queue, and plays music', () => {
    expect(wait({ queuePosition: 3 }, buildCallFlow())).toEqual([
      pause,
      { verb: 'Say', text: expect.stringContaining('お客様は3番目に'), language: 'ja-JP' },
      music,
    ]);
  });

  it('counts those in front', () => {
    const flow = buildCallFlow({ speak: createSpeak(ru, 'ru-RU', undefined) });
    expect(wait({ queuePosition: 3 }, flow)).toContainEqual({
      verb: 'Say',
      text: expect.stringContaining('Вы 3-й в очереди, перед вами 2 человека.'),
      language: 'ru-RU',
    });
  });

  it('says no number where the place is not known', () => {
    const flow = buildCallFlow();
    const document = wait({ queuePosition: undefined }, flow);
    expect(document).toEqual([pause, flow.speak('waiting'), music]);
    expect(flow.speak('waiting')).toMatchObject({ text: expect.not.stringMatching(/[\d{}]/) });
  });
});

describe('createWait', () => {
  it('says what wait says at each place, however long the queue, and makes it once', () => {
    const flow = buildCallFlow();
    const waitInFlow = createWait(flow);
    for (const queuePosition of [undefined, 1, 1, ...Array(500).keys(), 499, undefined]) {
      expect(waitInFlow({ queuePosition })).toEqual(wait({ queuePosition }, flow));
    }
    expect(waitInFlow({ queuePosition: 1 })).toBe(waitInFlow({ queuePosition: 1 }));
  });
});
