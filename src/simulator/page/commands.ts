import express, { type Request, type Response, type Router } from 'express';
import * as z from 'zod';
import type { Exchange, Handset } from '../exchange-types';
import { CommandError } from './command-error';
import { readOwnCommand } from './command-guard';
import { type HandsetRegistry, isOnCall } from './handset-registry';

const MAX_SPEECH_SECONDS = 600;

const NUMBER = z.object({
  number: z
    .string()
    .trim()
    .transform((text) => (/^[+(\d]/.test(text) ? text.replace(/[\s()./-]/g, '') : text))
    .pipe(z.string().regex(/^(\+\d{3,15}|client:[\w.-]{1,121}|[A-Za-z]{3,20})$/)),
});
const DIAL = z.object({
  forwardedFrom: z.string().trim().max(64).optional(),
  callerName: z.string().trim().max(64).optional(),
});
const PRESS = z.object({ keys: z.string().regex(/^[0-9*#wW]{1,64}$/) });
const SPEAK = z.object({ seconds: z.number().positive().max(MAX_SPEECH_SECONDS) });

/** What people do with their handsets, each a POST of a small JSON object. */
export function createCommands(exchange: Exchange, handsets: HandsetRegistry): Router {
  const router = express.Router();
  router.post('/handsets', readOwnCommand, (request: Request, response: Response) => {
    const { number } = parse(
      NUMBER,
      request,
      'number must be one such as +819012345678, with + and the country code, client:NAME, or a word such as anonymous',
    );
    if (number === exchange.number) {
      throw new CommandError(400, 'That is the number that the handsets dial.');
    }
    response.status(201).json(handsets.open(number));
  });

  const command = (
    name: string,
    act: (handset: Handset, request: Request) => Record<string, string> | undefined,
  ) => {
    router.post(`/handsets/:id/${name}`, readOwnCommand, (request: Request, response: Response) => {
      const handset = handsets.find(String(request.params.id));
      if (handset === undefined) throw new CommandError(404, 'There is no such handset.');
      response.json(act(handset, request) ?? {});
    });
  };

  command('dial', (handset, request) => {
    if (isOnCall(handset)) throw new CommandError(409, 'This handset is on a call already.');
    const { forwardedFrom, callerName } = parse(
      DIAL,
      request,
      'forwardedFrom and callerName are texts of at most 64 characters',
    );
    const call = handset.dial({
      ...(forwardedFrom ? { forwardedFrom } : {}),
      ...(callerName ? { callerName } : {}),
    });
    return { call: call.sid };
  });
  command('press', (handset, request) => {
    const { keys } = parse(PRESS, request, 'keys are 0-9, *, # and w, at most 64 of them');
    requireCall(handset);
    handset.press(keys);
    return undefined;
  });
  command('speak', (handset, request) => {
    const { seconds } = parse(SPEAK, request, `seconds are above 0, up to ${MAX_SPEECH_SECONDS}`);
    requireCall(handset);
    handset.speak(seconds);
    return undefined;
  });
  for (const name of ['answer', 'reject'] as const) {
    command(name, (handset) => {
      if (!isRinging(handset)) throw new CommandError(409, 'This handset does not ring.');
      handset[name]();
      return undefined;
    });
  }
  command('hang-up', (handset) => {
    handset.hangUp();
    return undefined;
  });
  return router;
}

function parse<T>(schema: z.ZodType<T>, request: Request, rule: string): T {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) throw new CommandError(400, `Not understood: ${rule}.`);
  return parsed.data;
}

function isRinging(handset: Handset): boolean {
  const { call } = handset;
  return isOnCall(handset) && call?.direction !== 'inbound' && call?.answeredAt === undefined;
}

function requireCall(handset: Handset): void {
  if (!isOnCall(handset)) throw new CommandError(409, 'This handset is not on a call.');
}
