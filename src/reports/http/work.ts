import type { Socket } from 'node:net';
import type { RequestHandler, Response } from 'express';
import { createPlaces, type Places, type PlacesOptions } from './places';
import { UnavailableError } from './unavailable-error';

/** What an answer takes while it is being worked out. */
export interface Work {
  /** Aborted where nobody wants the answer any more: its reader has gone, or the server stops. */
  signal: AbortSignal;
  /** Has a reader who takes nothing of the answer be cut off from now on. */
  beginAnswer(): void;
  /** Leaves the place to others until `wait` is over. */
  pause(wait: Promise<unknown>): Promise<void>;
}

/** What `admitToWork` is made from. */
export interface AdmissionOptions extends PlacesOptions {
  /** Aborted where the server stops. */
  stopping: AbortSignal;
}

const TOO_MANY = 'Too many reports are being made at the moment. Please try again soon.';
const STOPPING = 'The server is stopping.';

const works = new WeakMap<Response, Work>();

/** The work on an answer that `admitToWork` has admitted. */
export function workOf(response: Response): Work {
  const work = works.get(response);
  if (!work) throw new Error('this answer was not admitted to work');
  return work;
}

/**
 * Lets only so many answers be worked out at a time, for as long as that takes: each reads much of
 * the database, beside the calls. Further ones wait their turn, and some are refused.
 */
export function admitToWork({ stopping, ...options }: AdmissionOptions): RequestHandler {
  const places = createPlaces(options);
  return async (request, response, next) => {
    if (places.areFull()) throw new UnavailableError(TOO_MANY);
    const signal = createSignal(response, stopping);
    const hold = holdPlace(response, places);
    const beginAnswer = suspendTimeout(request.socket);
    response.once('prefinish', beginAnswer);
    works.set(response, {
      signal,
      beginAnswer,
      async pause(wait) {
        hold.giveBack();
        await wait;
        await hold.keep(places.takeAgain(signal));
      },
    });
    await hold.keep(places.take(signal));
    // The database may keep the work from noticing.
    signal.addEventListener('abort', () => {
      if (!response.closed) next(signal.reason);
    });
    next();
  };
}

/** Aborted where nobody wants the answer any more. */
function createSignal(response: Response, stopping: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new UnavailableError(STOPPING));
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop);
  response.once('close', () => {
    stopping.removeEventListener('abort', stop);
    controller.abort(new Error('the other side has gone, or has its answer'));
  });
  return controller.signal;
}

/** Keeps a place until the response is over, or it is given back before. */
function holdPlace(response: Response, places: Places) {
  let isHeld = false;
  const giveBack = () => {
    if (isHeld) places.giveBack();
    isHeld = false;
  };
  response.once('close', giveBack);
  return {
    giveBack,
    async keep(place: Promise<void>): Promise<void> {
      await place;
      isHeld = true;
      if (response.closed) giveBack();
    },
  };
}

/**
 * Takes a connection's time limit away, which is meant for those who do not read: until there is
 * something to read. Gives what brings it back.
 */
function suspendTimeout(socket: Socket): () => void {
  const timeoutMs = socket.timeout ?? 0;
  socket.setTimeout(0);
  return () => socket.setTimeout(timeoutMs);
}
