import type { RequestHandler, Response } from 'express';
import { RequestError } from '../errors';
import { type CallRequest, parseCallRequest } from '../twilio/call-request';
import { isSignedByTwilio, type SignatureKey } from '../twilio/signature';
import { diagnoseSignature } from '../twilio/signature-diagnosis';
import { renderTwiml, type TwimlDocument } from '../twilio/twiml';
import { parseFields, readBody } from './read-fields';
import type { OnRefused } from './refusal';
import { requestStateOf } from './request-state';
import type { WebhookRoute } from './webhook-route';

/** What a call does next, when Twilio asks. */
export type Answer = (request: CallRequest) => TwimlDocument | Promise<TwimlDocument>;

/**
 * The handlers of one webhook: parse, check Twilio's signature where there is a key to check it
 * with, answer in TwiML.
 */
export function createWebhook(
  route: WebhookRoute,
  signatureKey: SignatureKey | undefined,
  answer: Answer,
  onRefused: OnRefused,
): RequestHandler[] {
  return [
    (_request, response, next) => {
      requestStateOf(response).route = route;
      next();
    },
    ...readBody,
    async (request, response) => {
      const state = requestStateOf(response);
      const { pathAndQuery, query, form } = parseFields(request);
      const callRequest = parseCallRequest({
        fields: request.method === 'POST' ? form : query,
        query,
        idempotencyToken: request.get('I-Twilio-Idempotency-Token'),
        receivedAt: state.receivedAt,
      });
      state.callSid = callRequest.callSid;
      state.from = callRequest.from || undefined;
      if (signatureKey) {
        const signature = request.get('X-Twilio-Signature');
        if (!isSignedByTwilio(signatureKey, { signature, pathAndQuery, form })) {
          state.hint = diagnoseSignature(signatureKey, {
            signature,
            pathAndQuery,
            form,
            headers: request.headers,
            accountSid: callRequest.parameters.get('AccountSid'),
          });
          onRefused('signature');
          throw new RequestError(403, 'The X-Twilio-Signature is missing or does not fit.');
        }
      }
      sendTwiml(response, await answer(callRequest));
    },
  ];
}

/** Sends a document; no copy of it may be kept, for the next answer is another. */
export function sendTwiml(response: Response, document: TwimlDocument): void {
  const body = Buffer.from(renderTwiml(document));
  response
    .status(200)
    .set('Content-Type', 'text/xml; charset=utf-8')
    .set('Cache-Control', 'no-store')
    // Proxies speak HTTP/1.0, too, in which Node gives no length by itself.
    .set('Content-Length', String(body.length))
    // Express's `send` would answer If-None-Match with a 304, and the call with nothing.
    .end(body);
}
