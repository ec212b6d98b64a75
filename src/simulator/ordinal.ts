/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(place: number): string {
  const tens = Math.floor(place / 10) % 10;
  const ending = tens === 1 ? undefined : ['th', 'st', 'nd', 'rd'][place % 10];
  return `${place}${ending ?? 'th'}`;
}
