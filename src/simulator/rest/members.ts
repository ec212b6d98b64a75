import type { Router } from 'express';
import { rfc2822 } from '../call-parameters';
import type { Exchange, QueueView } from '../exchange-types';
import { secondsBetween } from '../queue';
import { answerPage } from './page';
import { invalidUrl, parseDestination, readFields } from './parameters';
import { getQueue } from './queues';
import { notFound, refuseMethod } from './refusals';

type Member = QueueView['members'][number];

/** Adds who waits in the queues: https://www.twilio.com/docs/voice/api/member-resource */
export function addMembers(router: Router, exchange: Exchange, accountUri: string): void {
  router
    .route('/Queues/:queueSid/Members.json')
    .get((request, response) => {
      const queue = getQueue(exchange, request.params.queueSid);
      response.json(
        answerPage(readFields(request.query), {
          key: 'queue_members',
          uri: `${accountUri}/Queues/${queue.sid}/Members.json`,
          items: queue.members,
          sidOf: ({ call }) => call,
          represent: (member) => representMember(member, queue, exchange, accountUri),
        }),
      );
    })
    .all(refuseMethod);

  router
    .route('/Queues/:queueSid/Members/:callSid.json')
    .get((request, response) => {
      const queue = getQueue(exchange, request.params.queueSid);
      const member = getMember(queue, request.params.callSid);
      response.json(representMember(member, queue, exchange, accountUri));
    })
    .post((request, response) => {
      const queue = getQueue(exchange, request.params.queueSid);
      const destination = parseDestination(readFields(request.body));
      if (destination === undefined) throw invalidUrl('Url is missing');
      const member = getMember(queue, request.params.callSid);
      // Answered as it was while it waited; once it has left it has no position.
      const answer = representMember(member, queue, exchange, accountUri);
      exchange.dequeue(queue.sid, member.call, destination);
      response.json(answer);
    })
    .all(refuseMethod);
}

/** A call that waits in the queue, or `Front`, the one that is first in line. */
function getMember(queue: QueueView, callSid: string): Member {
  const [front] = queue.members;
  const member = callSid === 'Front' ? front : queue.members.find(({ call }) => call === callSid);
  // What Twilio answers of a call that has left, or of the front of nobody, is not documented.
  if (member === undefined) throw notFound();
  return member;
}

function representMember(
  member: Member,
  queue: QueueView,
  { clock }: Exchange,
  accountUri: string,
): object {
  const position = queue.members.findIndex(({ call }) => call === member.call) + 1;
  return {
    call_sid: member.call,
    queue_sid: queue.sid,
    date_enqueued: rfc2822(member.enqueuedAt),
    position,
    wait_time: secondsBetween(member.enqueuedAt, clock.now()),
    uri: `${accountUri}/Queues/${queue.sid}/Members/${member.call}.json`,
  };
}
