import type { FixedPrompt, Step } from '../steps';
import { capitalise, createCounter, formatDuration } from './forms';
import type { DemoTexts } from './texts';

const count = createCounter('ru');
const duration = (seconds: number) =>
  formatDuration(seconds, { h: '\u00A0ч', min: '\u00A0мин', s: '\u00A0с' });
const operators = { first: 'Анна', second: 'Павел' };
/** With whom somebody is connected. */
const WITH = { first: 'с Анной', second: 'с Павлом' };

const HEARD: Readonly<Record<FixedPrompt, string>> = {
  menu: 'слышит меню',
  menuAgain: 'слышит просьбу выбрать ещё раз',
  noInput: 'слышит, что выбор не распознан',
  connecting: 'слышит просьбу подождать',
  information: 'слушает о новинках',
  waiting: 'слышит просьбу оставаться на линии',
  operatorComing: 'слышит, что сейчас ответит оператор',
  queueFull: 'слышит, что все линии заняты',
  trouble: 'слышит о технических неполадках',
  operatorOnQueue: 'слышит просьбу ожидать звонка',
  pin: 'слышит просьбу ввести пин-код',
  pinAgain: 'слышит просьбу ввести пин-код ещё раз',
  pinRefused: 'слышит, что пин-код неверный',
  pinLocked: 'слышит, что номер заблокирован',
};

function clause(step: Step): string {
  switch (step.kind) {
    case 'hears':
      return HEARD[step.prompt];
    case 'hears-text':
      return `слышит: «${step.text}»`;
    case 'presses':
      return `нажимает\u00A0${step.keys}`;
    case 'presses-nothing':
      return 'ничего не нажимает';
    case 'waits':
      return wait(step);
    case 'connected':
      return step.waitedSeconds === 0
        ? `сразу соединяется ${WITH[step.operator]}`
        : `через ${duration(step.waitedSeconds)} соединяется ${WITH[step.operator]}`;
    case 'talks':
      return `разговаривает ${duration(step.seconds)}`;
    case 'hangs-up':
      return 'кладёт трубку';
    case 'hangs-up-in-mid-prompt':
      return 'кладёт трубку, не дослушав';
    case 'gives-up':
      return `через ${duration(step.waitedSeconds)}, не дождавшись ответа, кладёт трубку`;
    case 'operator-hangs-up':
      return `трубку кладёт ${operators[step.operator]}`;
    case 'call-ends':
      return 'на этом звонок заканчивается';
  }
}

function wait({ places, hearsMusic }: Extract<Step, { kind: 'waits' }>): string {
  if (places.length === 0) return 'слушает музыку';
  const told = `узнаёт своё место в очереди (${places.map((place) => `${place}-е`).join(', затем ')})`;
  return hearsMusic ? `${told}, слушает музыку` : told;
}

/** The demo in Russian. */
export const ru: DemoTexts = {
  customers: {
    early: 'звонит, когда ещё никого нет',
    information: 'хочет узнать о новинках',
    mistypes: 'нажимает не то, и ещё раз не то',
    withheld: 'скрывает номер',
    talkative: 'долго расспрашивает',
    forwarded: 'звонок переадресован с другого номера',
    givesUp: 'ждёт и не дожидается',
    patient: 'продвигается в очереди',
    leavesMenu: 'кладёт трубку посреди меню',
    silent: 'молчит и ничего не нажимает',
    last: 'успевает до ухода последнего оператора',
    late: 'звонит, когда все уже ушли',
  },
  operators,

  title: 'Утро небольшого колл-центра',
  intro:
    'Это настоящий сервер с отдельной базой данных. Имитация телефонной станции обращается к нему по ' +
    'HTTP, как это делал бы Twilio, и время с 9 до 12 проходит по её собственным часам. Под каждым ' +
    'звонком стоят строки, которые он оставил в базе (время в столбце Time, здесь не показанном, — ' +
    'настоящее).',
  menuIsHeard: (menu) => `Позвонивший клиент слышит: «${menu}»`,
  customersTitle: 'Клиенты',
  operatorsTitle: 'Операторы',
  summaryTitle: 'Утро в цифрах',
  yourTurnTitle: 'Теперь ваша очередь',

  tellCustomer(steps) {
    const clauses = steps.map(clause);
    const last = steps.at(-1)?.kind.startsWith('hangs-up') ? clauses.pop() : undefined;
    const told = clauses.join(', ');
    return `${capitalise(last === undefined ? told : `${told} и ${last}`)}.`;
  },
  tellShift: ({ customers, talkSeconds }) =>
    `Отвечает ${count(customers, { one: 'клиенту', other: 'клиентам' })}, разговаривает всего ${duration(talkSeconds)}.`,

  figures: {
    customers: 'Позвонило клиентов',
    answered: 'поговорили с оператором',
    abandoned: 'не дождались в очереди',
    informed: 'прослушали о новинках',
    leftMenu: 'положили трубку в меню',
    averageWait: 'Ожидание в среднем',
    longestWait: 'Самое долгое ожидание',
    busiest: 'Больше всех на линии',
    rows: 'Строк в базе данных',
    debuggerLog: 'Журнал отладчика',
    webhooks: 'Ответов на вебхуки',
    duration: 'На всё это ушло',
  },
  duration,
  realSeconds: (seconds) => `${seconds.toFixed(1).replace('.', ',')} с`,
  busiest: ({ operator, customers, talkSeconds }) =>
    `${operators[operator]}: ${count(customers, { one: 'клиент', few: 'клиента', many: 'клиентов', other: 'клиента' })}, ${duration(talkSeconds)} разговоров`,
  debuggerLogIsEmpty: 'пуст: у Twilio не нашлось бы замечаний',

  starting: 'Запускается отдельный сервер …',
  progress: (time, calls) =>
    `${time}  ${count(calls, { one: 'звонок', few: 'звонка', many: 'звонков', other: 'звонка' })}`,
  portIsTaken: (port) => `Порт ${port} занят другой программой, поэтому выбран свободный.`,
  serverStays: 'Сервер продолжает работать. Телефоны для вас, в браузере:',
  credentials: (user, password) => `Имя пользователя: ${user}   Пароль: ${password}`,
  toTry: ([operator]) => [
    'На одном телефоне выберите номер клиента, позвоните и нажмите 1: ваше место в очереди — 1-е, играет музыка.',
    `На другом выберите оператора (${operator?.name}, ${operator?.number}) и позвоните: вас соединят.`,
    'Положите трубку клиента — оператор останется ждать следующего. Положите трубку оператора — закончатся оба звонка.',
    'Рядом с телефоном видны его вебхуки: о чём спросили и каким TwiML ответили.',
  ],
  files: (database, log) =>
    `Строки лежат в ${database}, журнал сервера — в ${log}. Следующая демонстрация начнётся с чистого листа.`,
  howToStop: 'Ctrl+C останавливает сервер и демонстрацию.',
  stopped: 'Остановлено.',

  runsAlready: (folder, pid) =>
    `В ${folder} уже идёт демонстрация (процесс ${pid}). Сначала остановите её или запустите эту в другой папке.`,
  cannotWrite: (path, reason) => `Не удаётся записать в ${path}: ${reason}`,
  serverDidNotStart: (reason) => `Сервер не запустился: ${reason}`,
  serverEnded: (log) => `Сервер завершился сам; его журнал в ${log}.`,
};
