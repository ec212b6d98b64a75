import type { PromptCatalogue } from './catalogue';

/** The prompts in English. */
export const en: PromptCatalogue = {
  menu: 'Thank you for calling. To speak to an operator, press 1. For our latest product information, press 2.',
  menuAgain:
    'Sorry, that is not one of the choices. To speak to an operator, press 1. For our latest product information, press 2.',
  noInput: 'We did not recognise any input. Please hold while we connect you to an operator.',
  connecting: 'Please hold while we connect you to an operator.',
  information:
    'Thank you for calling. We are preparing something new. Please call again soon to hear more about it.',
  queuePosition: {
    by: 'position',
    one: 'All our operators are busy. You are {position}st in line. Please stay on the line.',
    two: 'All our operators are busy. You are {position}nd in line. Please stay on the line.',
    few: 'All our operators are busy. You are {position}rd in line. Please stay on the line.',
    other: 'All our operators are busy. You are {position}th in line. Please stay on the line.',
  },
  waiting: 'All our operators are busy. Please stay on the line.',
  operatorComing: 'Thank you for waiting. An operator is coming on the line.',
  queueFull: 'All our lines are full at the moment. We are sorry; please call back later.',
  trouble: 'We are having a technical problem. We are sorry; please call back later.',
  operatorOnQueue: 'You are on the queue. Please wait for the next call.',
  pin: 'Please enter your PIN, and then press the hash, or pound, key.',
  pinAgain:
    'Sorry, that PIN is not right. Please enter your PIN again, and then press the hash, or pound, key.',
  pinRefused: 'Sorry, that PIN is not right. Goodbye.',
  pinLocked:
    'This number is locked, because too many wrong PINs were entered. Please have it unlocked, or call again in an hour.',
};
