import { expect } from "chai";
import { fuzzDecoder } from "../../../support/dnsFuzz";

const batches = 20;
const messagesPerBatch = 50_000;
const mostMegabytes = 150;

describe("the decoder, fed a million mutated messages", function () {
  this.timeout(120_000);

  it("refuses or reads each, in bounded memory", () => {
    const before = process.memoryUsage().rss;
    let [decoded, refused] = [0, 0];
    for (let seed = 1; seed <= batches; seed++) {
      const result = fuzzDecoder({ messages: messagesPerBatch, seed });
      decoded += result.decoded;
      refused += result.refused;
    }
    expect(decoded + refused).to.equal(batches * messagesPerBatch);
    expect(decoded).to.be.greaterThan(100_000);
    expect((process.memoryUsage().rss - before) / 2 ** 20).to.be.lessThan(mostMegabytes);
  });
});
