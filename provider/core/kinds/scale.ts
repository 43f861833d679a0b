/** Where objects of a kind keep their replica count. */
export interface Scale {
  /** A JSON pointer, such as `/spec/replicas`. */
  path: string;
}
