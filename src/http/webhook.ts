import type { RequestHandler, Response } from 'express';
import { RequestError } from '../errors';
import { type CallRequest, parseCallRequest } from '../twilio/call-request';
import { createSignatureCheck, type SignatureKey } from '../twilio/signature';
import { diagnoseSignature } from '../twilio/signature-diagnosis';
import type { TwimlDocument } from '../twilio/twiml';
import { parseFields, readBody } from './read-fields';
import type { OnRefused } from './refusal';
import { getRenderedTwiml } from './rendered-twiml';
import { requestStateOf } from './request-state';
import { SECURE_HEADERS } from './secure-headers';
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
  const isSigned = signatureKey && createSignatureCheck(signatureKey);
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
      if (signatureKey && isSigned) {
        const signature = request.get('X-Twilio-Signature');
        if (!isSigned({ signature, pathAndQuery, form })) {
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
  const { xml, bytes } = getRenderedTwiml(document);
  // Proxies speak HTTP/1.0, too, in which Node gives no length by itself.
  response.writeHead(200, [...HEADERS, 'Content-Length', String(bytes)]);
  // Express's `send` would answer If-None-Match with a 304, and the call with nothing.
  response.end(xml);
}

/** Names and values in turn: Node writes such a list as it stands. */
const HEADERS: readonly string[] = [
  ...SECURE_HEADERS.flat(),
  ...['Content-Type', 'text/xml; charset=utf-8'],
  ...['Cache-Control', 'no-store'],
];
