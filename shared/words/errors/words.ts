/** What a person reads: what happened, why, what to do. */
export interface ErrorWords {
  readonly title: string;
  readonly why: string;
  readonly todo: string;
}

/** The same codes as the English ones of a subject, with words of another language: none missing, none too many. */
export type SameCodes<English> = Readonly<Record<keyof English, ErrorWords>>;
