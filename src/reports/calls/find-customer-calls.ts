import type { SelectQueryBuilder } from 'kysely';
import type { Database, Tables } from '../../database/tables';
import type { CustomerCallsView } from '../../database/views';

/** A question for calls of customers. */
export type CustomerCallsQuery = SelectQueryBuilder<
  Tables,
  'customer_calls_ended',
  CustomerCallsView
>;

/** What `customer_calls` is made of, in one statement: some servers put that view together whole. */
export function selectCustomerCalls(
  db: Database,
  narrow: (query: CustomerCallsQuery) => CustomerCallsQuery,
): CustomerCallsQuery {
  const select = (
    view: 'customer_calls_ended' | 'customer_calls_answered' | 'customer_calls_unanswered',
  ) => narrow(db.selectFrom(view as 'customer_calls_ended').selectAll());
  return select('customer_calls_ended')
    .unionAll(select('customer_calls_answered'))
    .unionAll(select('customer_calls_unanswered'));
}

/** The calls of customers with these `CallSid`s, in no order. */
export async function findCustomerCalls(
  db: Database,
  callSids: readonly string[],
): Promise<CustomerCallsView[]> {
  return selectCustomerCalls(db, (query) => query.where('CallSid', 'in', callSids)).execute();
}
