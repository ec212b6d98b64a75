import type { CallFlow } from '../../src/callflow/call-flow';
import { ja } from '../../src/prompts/ja';
import { createSpeak } from '../../src/prompts/prompts';
import { createWebhookUrls } from '../../src/twilio/urls';

/** A call flow at https://cc.example/, for `user` with `secret`, that speaks Japanese. */
export function buildCallFlow(overrides: Partial<CallFlow> = {}): CallFlow {
  return {
    urls: createWebhookUrls(new URL('https://cc.example'), { user: 'user', password: 'secret' }),
    speak: createSpeak(ja, 'ja-JP', undefined),
    queueName: 'support',
    menuTries: 3,
    wrapUpSeconds: 3,
    holdMusicUrl: 'https://music.example/hold.mp3',
    ...overrides,
  };
}
