/** Stands for an Output in tests of the core, which may not look into it: doing so throws. */
export class Leaf {
  get value(): never {
    throw new Error("the core looked into a leaf");
  }

  toJSON(): never {
    throw new Error("the core serialised a leaf");
  }
}
