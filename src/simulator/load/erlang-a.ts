/** A queue as Erlang A sees it: Poisson arrivals, exponential talk, exponential patience. */
export interface QueueLoad {
  callsPerSecond: number;
  /** How long an operator is busy with one call, on average. */
  serviceSeconds: number;
  operators: number;
  /** How long a customer is ready to wait, on average; `Infinity` where nobody gives up. */
  patienceSeconds: number;
}

/** What becomes of such a queue in the long run. Probabilities are shares, 0 to 1, of all calls. */
export interface QueuePrediction {
  /** That a call finds every operator busy. */
  waitingProbability: number;
  abandonmentProbability: number;
  /** Of all calls, also of those that do not wait at all. */
  meanWaitSeconds: number;
  /** Of the calls that are answered. */
  meanWaitOfAnsweredSeconds: number;
  /** How many calls wait, on average. */
  queueLength: number;
  /** The share of their time that operators are busy. */
  occupancy: number;
  /** The share of all calls that are answered within the time that was asked for. */
  serviceLevel: number;
}

/** Above this, sums are scaled down, so that no load is too large for them. */
const LARGE = 1e250;
/** A state this rare, in relation to all before it, cannot be seen in any figure. */
const NEGLIGIBLE = 1e-18;

/**
 * What Erlang A (M/M/n+M) predicts, exactly: the states of the birth-and-death process are added up
 * until they are negligible. Throws a `RangeError` where a number makes no sense.
 *
 * The model: A. Mandelbaum and S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call
 * Centers", http://ie.technion.ac.il/serveng/References/Erlang_A.pdf
 */
export function predictErlangA(load: QueueLoad, withinSeconds = 20): QueuePrediction {
  checkLoad(load);
  const { callsPerSecond, serviceSeconds, operators, patienceSeconds } = load;
  if (callsPerSecond === 0) return nobodyCalls();
  if (patienceSeconds === Number.POSITIVE_INFINITY) return predictErlangC(load, withinSeconds);

  const answering = operators / serviceSeconds;
  const givingUp = 1 / patienceSeconds;
  let weight = 1;
  let all = 0;
  let busyOperators = 0;
  let allBusy = 0;
  let waiting = 0;
  let answered = 0;
  let answeredWaits = 0;
  let answeredInTime = 0;

  const scaleDown = () => {
    weight /= LARGE;
    all /= LARGE;
    busyOperators /= LARGE;
    allBusy /= LARGE;
    waiting /= LARGE;
    answered /= LARGE;
    answeredWaits /= LARGE;
    answeredInTime /= LARGE;
  };

  for (let calls = 0; calls < operators; calls += 1) {
    all += weight;
    busyOperators += calls * weight;
    answered += weight;
    answeredInTime += weight;
    weight *= (callsPerSecond * serviceSeconds) / (calls + 1);
    if (weight > LARGE) scaleDown();
  }
  const inTime = shareAnsweredInTime(answering / givingUp, givingUp * withinSeconds);
  /** The mean wait of one who is answered behind `ahead` others, until the next round. */
  let waitSeconds = 0;
  for (let ahead = 0; ; ahead += 1) {
    const leaving = answering + (ahead + 1) * givingUp;
    const share = answering / leaving;
    waitSeconds += 1 / leaving;
    all += weight;
    busyOperators += operators * weight;
    allBusy += weight;
    waiting += ahead * weight;
    answered += share * weight;
    answeredWaits += share * waitSeconds * weight;
    answeredInTime += share * inTime(ahead) * weight;
    const ratio = callsPerSecond / leaving;
    if (ratio < 1 && weight * (ahead + 1) * ratio < NEGLIGIBLE * (1 - ratio) * all) break;
    weight *= ratio;
    if (weight > LARGE) scaleDown();
  }
  const queueLength = waiting / all;
  return {
    waitingProbability: allBusy / all,
    // Whoever gives up does so while waiting; this keeps its digits where few give up.
    abandonmentProbability: (givingUp * queueLength) / callsPerSecond,
    meanWaitSeconds: queueLength / callsPerSecond,
    meanWaitOfAnsweredSeconds: answeredWaits / answered,
    queueLength,
    occupancy: busyOperators / all / operators,
    serviceLevel: answeredInTime / all,
  };
}

/**
 * Of those who are answered behind 0, 1, 2… others, the share that is answered in time; to be asked
 * in that order. `operators` is how many times faster all operators together answer than one
 * customer gives up, `time` is in units of mean patience.
 *
 * Behind j others the wait is a sum of j+1 exponential times, of rates operators, operators+1, …; given
 * that it ends in an answer, 1-exp(-wait) has the distribution Beta(j+1, operators+1), and the
 * regularised incomplete beta function has a recurrence in its first parameter.
 */
function shareAnsweredInTime(operators: number, time: number): (ahead: number) => number {
  if (time <= 0) return () => 0;
  const logX = Math.log(-Math.expm1(-time));
  const b = operators + 1;
  let share = -Math.expm1(-b * time);
  let logTerm = Math.log(b) + logX - b * time;
  return (ahead) => {
    if (ahead > 0) {
      share = Math.max(0, share - Math.exp(logTerm));
      logTerm += logX + Math.log((ahead + b) / (ahead + 1));
    }
    return share;
  };
}

/**
 * What Erlang C (M/M/n) predicts, in which nobody gives up. Where more calls come than operators can
 * take, waits are infinite. Throws a `RangeError` where a number makes no sense.
 */
export function predictErlangC(
  load: Omit<QueueLoad, 'patienceSeconds'>,
  withinSeconds = 20,
): QueuePrediction {
  checkLoad({ ...load, patienceSeconds: Number.POSITIVE_INFINITY });
  const { callsPerSecond, serviceSeconds, operators } = load;
  if (callsPerSecond === 0) return nobodyCalls();
  const erlangs = callsPerSecond * serviceSeconds;
  if (erlangs >= operators) {
    return {
      waitingProbability: 1,
      abandonmentProbability: 0,
      meanWaitSeconds: Number.POSITIVE_INFINITY,
      meanWaitOfAnsweredSeconds: Number.POSITIVE_INFINITY,
      queueLength: Number.POSITIVE_INFINITY,
      occupancy: 1,
      serviceLevel: 0,
    };
  }
  // Erlang B by its recurrence, which is stable, and C from it.
  let blocked = 1;
  for (let line = 1; line <= operators; line += 1) {
    blocked = (erlangs * blocked) / (line + erlangs * blocked);
  }
  const occupancy = erlangs / operators;
  const waitingProbability = blocked / (1 - occupancy * (1 - blocked));
  const spare = (operators - erlangs) / serviceSeconds;
  const meanWaitSeconds = waitingProbability / spare;
  return {
    waitingProbability,
    abandonmentProbability: 0,
    meanWaitSeconds,
    meanWaitOfAnsweredSeconds: meanWaitSeconds,
    queueLength: callsPerSecond * meanWaitSeconds,
    occupancy,
    serviceLevel: 1 - waitingProbability * Math.exp(-spare * withinSeconds),
  };
}

function nobodyCalls(): QueuePrediction {
  return {
    waitingProbability: 0,
    abandonmentProbability: 0,
    meanWaitSeconds: 0,
    meanWaitOfAnsweredSeconds: 0,
    queueLength: 0,
    occupancy: 0,
    serviceLevel: 1,
  };
}

function checkLoad({ callsPerSecond, serviceSeconds, operators, patienceSeconds }: QueueLoad) {
  if (!(callsPerSecond >= 0 && callsPerSecond < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${callsPerSecond} calls per second is no rate.`);
  }
  if (!(serviceSeconds > 0 && serviceSeconds < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`A service time of ${serviceSeconds} s is none.`);
  }
  if (!(Number.isInteger(operators) && operators > 0)) {
    throw new RangeError(`${operators} is no number of operators.`);
  }
  if (!(patienceSeconds > 0)) throw new RangeError(`A patience of ${patienceSeconds} s is none.`);
}
