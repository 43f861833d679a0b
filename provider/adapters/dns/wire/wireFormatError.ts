/** Something cannot be written as, or read from, DNS octets. The message says what and where. */
export class WireFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WireFormatError";
  }
}
