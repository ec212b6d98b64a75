/** A time with its beginning and without its end, and the zone in which its days are days. */
export interface Period {
  from: Date;
  to: Date;
  /** An IANA name, as `Asia/Tokyo`. */
  zone: string;
}
