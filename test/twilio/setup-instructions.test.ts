import { describeSetup } from '../../src/twilio/setup-instructions';
import { createWebhookUrls } from '../../src/twilio/urls';

const CREDENTIALS = { user: 'minicc', password: 'hush' };

function tell(address: string, showPassword = false): string {
  const publicUrl = new URL(address);
  return describeSetup(createWebhookUrls(publicUrl, CREDENTIALS), {
    ...{ publicUrl, isPublicUrlSet: true, showPassword, passwordFile: undefined },
  });
}

describe('describeSetup', () => {
  it('names the addresses for Twilio, with the password only where it is to be shown', () => {
    expect(tell('https://calls.example.com', true)).toContain(
      ' https://minicc:hush@calls.example.com/index\n',
    );
    expect(tell('https://calls.example.com')).not.toContain('hush');
  });

  it('names the addresses of the pages, under the path of all, without the password', () => {
    const text = tell('https://example.com/calls/#rc=2', true);
    expect(text).toMatch(/^ {2}Reports, .* https:\/\/example\.com\/calls\/reports\/$/m);
    expect(text).toMatch(/^ {2}Wallboard, .* https:\/\/example\.com\/calls\/wallboard$/m);
  });
});
