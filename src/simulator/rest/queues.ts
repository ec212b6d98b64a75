import type { Router } from 'express';
import { rfc2822 } from '../call-parameters';
import { ExchangeError } from '../exchange-error';
import type { Exchange, QueueView } from '../exchange-types';
import { answerPage } from './page';
import { type Fields, parseInteger, readFields } from './parameters';
import { notFound, refuseMethod } from './refusals';

const LONGEST_NAME = 64;
const LARGEST_QUEUE = 5000;

/** Adds the queues of an account: https://www.twilio.com/docs/voice/api/queue-resource */
export function addQueues(router: Router, exchange: Exchange, accountUri: string): void {
  const uri = `${accountUri}/Queues.json`;
  const represent = (queue: QueueView) => representQueue(queue, exchange, accountUri);

  router
    .route('/Queues.json')
    .get((request, response) => {
      response.json(
        answerPage(readFields(request.query), {
          key: 'queues',
          uri,
          items: exchange.queues,
          sidOf: ({ sid }) => sid,
          represent,
        }),
      );
    })
    .post((request, response) => {
      const fields = readFields(request.body);
      const queue = exchange.createQueue(parseName(fields, ''), parseMaxSize(fields));
      response.status(201).json(represent(queue));
    })
    .all(refuseMethod);

  router
    .route('/Queues/:sid.json')
    .get((request, response) => {
      response.json(represent(getQueue(exchange, request.params.sid)));
    })
    .post((request, response) => {
      const { sid, name } = getQueue(exchange, request.params.sid);
      const fields = readFields(request.body);
      const maxSize = parseMaxSize(fields);
      const change = {
        name: parseName(fields, name),
        ...(maxSize === undefined ? {} : { maxSize }),
      };
      response.json(represent(exchange.updateQueue(sid, change)));
    })
    .delete((request, response) => {
      exchange.removeQueue(request.params.sid);
      response.status(204).end();
    })
    .all(refuseMethod);
}

/** The queue of that SID; refuses where there is none. */
export function getQueue({ queues }: Exchange, sid: string): QueueView {
  const queue = queues.find((candidate) => candidate.sid === sid);
  if (queue === undefined) throw notFound();
  return queue;
}

function representQueue(queue: QueueView, { accountSid }: Exchange, accountUri: string) {
  const uri = `${accountUri}/Queues/${queue.sid}`;
  return {
    sid: queue.sid,
    account_sid: accountSid,
    friendly_name: queue.name,
    current_size: queue.members.length,
    average_wait_time: queue.averageWaitSeconds,
    max_size: queue.maxSize,
    date_created: rfc2822(queue.createdAt),
    date_updated: rfc2822(queue.updatedAt),
    uri: `${uri}.json`,
    subresource_uris: { members: `${uri}/Members.json` },
  };
}

/** https://www.twilio.com/docs/api/errors/20002 */
function parseName({ FriendlyName: name }: Fields, otherwise: string): string {
  const given = name ?? otherwise;
  const length = [...given].length;
  if (length >= 1 && length <= LONGEST_NAME) return given;
  throw new ExchangeError(20002, 400, `FriendlyName is not of 1 to ${LONGEST_NAME} characters`);
}

/** The most is documented; that no queue is for nobody is a choice. */
function parseMaxSize(fields: Fields): number | undefined {
  return parseInteger(fields, 'MaxSize', { from: 1, to: LARGEST_QUEUE });
}
