import express, { type Router } from 'express';
import type { Exchange } from '../exchange-types';
import { authenticate } from './authenticate';
import { addCalls } from './calls';
import { addMembers } from './members';
import { addQueues } from './queues';
import { answerRefusals, refuseAddress } from './refusals';

/**
 * Answers as Twilio's REST interface does, about the queues, their members and the calls of an
 * exchange, under `/2010-04-01/Accounts/AC…/`. Everything else under `/2010-04-01` is refused, and
 * what is elsewhere is left to others. No answer waits for time to pass. Twilio's own client gets
 * here once `client.api.baseUrl` is the address at which this is mounted.
 */
export function createRestApi(exchange: Exchange): Router {
  const accountUri = `/2010-04-01/Accounts/${exchange.accountSid}`;
  const account = express.Router({ caseSensitive: true });
  addQueues(account, exchange, accountUri);
  addMembers(account, exchange, accountUri);
  addCalls(account, exchange, accountUri);

  const api = express.Router({ caseSensitive: true });
  api.use('/2010-04-01', authenticate(exchange), express.urlencoded({ extended: false }));
  api.use(accountUri, account);
  // Also another account's address: https://github.com/twilio/twilio-salesforce/issues/53
  api.use('/2010-04-01', refuseAddress);
  api.use(answerRefusals);
  return api;
}
