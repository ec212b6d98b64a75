import type { Config } from '../config';
import { type ObtainedCredentials, PASSWORD_FILE } from '../http/kept-password';
import { describeSetup } from '../twilio/setup-instructions';
import { createWebhookUrls } from '../twilio/urls';

/** Where a server listens, and with which password. */
export type Opened = ObtainedCredentials & { port: number };

/** Says on the console where Twilio finds the server; shows the password where it is new. */
export function printSetup(config: Config, { port, credentials, isNew }: Opened): void {
  const publicUrl = config.publicUrl ?? new URL(`http://localhost:${port}`);
  const urls = createWebhookUrls(publicUrl, credentials);
  process.stdout.write(
    describeSetup(urls, {
      publicUrl,
      isPublicUrlSet: config.publicUrl !== undefined,
      showPassword: isNew,
      passwordFile: config.basicAuth.password === undefined ? PASSWORD_FILE : undefined,
      handsetsUrl: config.simulator
        ? `http://localhost:${port}${urls.basePath}/simulator/`
        : undefined,
    }),
  );
}
