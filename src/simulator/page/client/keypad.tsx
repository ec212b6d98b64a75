import { playKey } from './tones';

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

const SPOKEN: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' };

/** Whether a key of the keyboard is one of a telephone. */
export function isTelephoneKey(key: string): boolean {
  return /^[0-9*#]$/.test(key);
}

/** The twelve keys. */
export function Keypad({
  isDisabled,
  onPress,
}: {
  isDisabled: boolean;
  onPress: (key: string) => void;
}) {
  return (
    <fieldset class="keypad" disabled={isDisabled}>
      <legend class="unseen">Keypad</legend>
      {KEYS.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          aria-label={SPOKEN[key] ?? key}
          onClick={() => {
            playKey(key);
            onPress(key);
          }}
        >
          <span>{key}</span>
          <small aria-hidden="true">{letters}</small>
        </button>
      ))}
    </fieldset>
  );
}
