import { KubeStatusError } from "./kubeStatusError";

/** So many times somebody else may change an object between our reading and our writing. */
const attempts = 10;

/**
 * Reads and writes an object, and does it again where somebody else has changed it in between (409).
 *
 * @throws KubeStatusError of the last try; what `readAndWrite` throws otherwise
 */
export async function despiteRaces<Done>(readAndWrite: () => Promise<Done>): Promise<Done> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readAndWrite();
    } catch (error) {
      const isRace = error instanceof KubeStatusError && error.status === 409;
      if (!isRace || attempt === attempts) throw error;
    }
  }
}

/** The same of a change that has nothing to do where the object, or its kind, is gone (404). */
export async function unlessGone(readAndWrite: () => Promise<void>): Promise<void> {
  try {
    await despiteRaces(readAndWrite);
  } catch (error) {
    if (!(error instanceof KubeStatusError) || error.status !== 404) throw error;
  }
}
