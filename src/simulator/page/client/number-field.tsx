import { renumber, type Slot, suggestions } from './store';

/** The number that a handset calls from; any may be typed, some are offered. */
export function NumberField({ slot, isDisabled }: { slot: Slot; isDisabled: boolean }) {
  const list = `numbers-${slot.key}`;
  return (
    <label class="number-field">
      <span>Calls from</span>
      <input
        type="text"
        list={list}
        value={slot.number}
        disabled={isDisabled}
        autocomplete="off"
        spellcheck={false}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ currentTarget }) => void renumber(slot.key, currentTarget.value)}
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
