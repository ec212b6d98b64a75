import { NoAnswerError, type Reply } from './ask';
import { diagnoseSignature } from './diagnose-signature';
import { explainConnection } from './explain-connection';
import type { Finding } from './finding';
import { judgeCall, judgeStatusCallback, judgeUnintroduced } from './judge-call';
import { judgeHealth, judgeReadiness } from './judge-health';
import { isOwnRefusal } from './judge-reply';
import { CALL, examineParameters } from './parameters';
import { type Ask, type Target, visit } from './visit';
import { examineWay } from './way';

/**
 * The public address, asked as Twilio would ask it, step by step until something is wrong. No
 * request of ours leaves a row. `localOrigin` is where the server itself listens, if it is here.
 */
export async function* examinePublicUrl(
  target: Target,
  localOrigin: string | undefined,
): AsyncGenerator<Finding> {
  const { publicUrl } = target;
  const replies: Reply[] = [];
  const askAndKeep: Ask = async (route, options) => {
    const reply = await visit(target, route, options);
    replies.push(reply);
    return reply;
  };
  try {
    yield* examineSteps(target, askAndKeep, localOrigin);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    yield explainConnection(publicUrl, error);
    return;
  }
  yield* examineWay(publicUrl, replies);
}

async function* examineSteps(
  target: Target,
  ask: Ask,
  localOrigin: string | undefined,
): AsyncGenerator<Finding> {
  const { publicUrl, credentials } = target;
  const health = judgeHealth(publicUrl, await ask('healthz', { isIntroduced: false }));
  yield health;
  if (health.level === 'fault') return;
  yield* judgeReadiness(await ask('readyz', { isIntroduced: false }));

  const stranger = judgeUnintroduced(
    publicUrl,
    await ask('index', { form: {}, isIntroduced: false }),
  );
  yield stranger;
  if (stranger.level === 'fault' || !credentials) return;

  const reply = await ask('index', { form: CALL });
  const call = isOwnRefusal(reply, 'wrongSignature')
    ? await diagnoseSignature(target, CALL, localOrigin)
    : judgeCall(target, reply);
  yield call;
  if (call.level === 'fault') return;

  for await (const finding of examineParameters(target, ask)) {
    yield finding;
    if (finding.level === 'fault') return;
  }
  yield judgeStatusCallback(
    target,
    await ask('status_callback', { form: { CallStatus: 'completed' } }),
  );
}
