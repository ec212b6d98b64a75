import { useState } from 'preact/hooks';
import { renumber, type Slot, suggestions } from './store';

/** The number that a handset calls from; any may be typed, some are offered. */
export function NumberField({ slot, isDisabled }: { slot: Slot; isDisabled: boolean }) {
  const list = `numbers-${slot.key}`;
  // What is being typed outlasts whatever else changes on the page meanwhile.
  const [draft, setDraft] = useState<string>();
  if (isDisabled && draft !== undefined) setDraft(undefined);
  return (
    <label class="number-field">
      <span>Calls from</span>
      <input
        type="text"
        list={list}
        value={draft ?? slot.number}
        disabled={isDisabled}
        autocomplete="off"
        spellcheck={false}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onChange={({ currentTarget }) => void renumber(slot.key, currentTarget.value)}
        onBlur={() => setDraft(undefined)}
      />
      <datalist id={list}>
        {suggestions.value.map(({ number, name, role }) => (
          <option key={number} value={number}>
            {role === 'operator' ? `${name} (operator)` : name}
          </option>
        ))}
      </datalist>
    </label>
  );
}
