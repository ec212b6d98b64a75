/** A person, with a headset where they take calls. The colour follows from the number. */
export function Person({ number, isOperator = false }: { number: string; isOperator?: boolean }) {
  return (
    <svg class="person" data-hue={hueOf(number)} viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="24" class="ground" />
      <circle cx="24" cy="19" r="8" class="figure" />
      <path
        d="M8.5 42.5a15.5 15.5 0 0 1 31 0A24 24 0 0 1 24 48 24 24 0 0 1 8.5 42.5Z"
        class="figure"
      />
      {isOperator && (
        <path d="M13.5 21v-2a10.5 10.5 0 0 1 21 0v2m0 0v2.5c0 3-2.5 5-6 5h-2" class="headset" />
      )}
    </svg>
  );
}

const HUES = 8;

function hueOf(number: string): number {
  let hash = 7;
  for (const character of number) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8) % HUES;
}

const PATHS = {
  call: 'M6.6 3.5 9 3l2 5-2.300 1.700a12 12 0 0 0 5.600 5.600L16 13l5 2-.5 2.400A3.300 3.300 0 0 1 17.200 20 14.200 14.200 0 0 1 4 6.800a3.300 3.300 0 0 1 2.600-3.300Z',
  loud: 'M4 9.500v5h3.500L12 18.500v-13L7.5 9.500H4Zm11.5-1a5 5 0 0 1 0 7m2.5-9.500a8.5 8.5 0 0 1 0 12',
  mute: 'M4 9.500v5h3.500L12 18.500v-13L7.5 9.500H4Zm11.5 0 5 5m0-5-5 5',
  close: 'M6 6l12 12M18 6 6 18',
  add: 'M12 5v14M5 12h14',
  save: 'M12 4v11m0 0-4.5-4.500M12 15l4.5-4.500M5 19.500h14',
} as const;

/** A small drawing; says nothing to a screen reader. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
