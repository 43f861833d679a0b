/** Arguments with values that the compiler would refuse, as YAML or another language may hand them over. */
export function smuggle<Args extends object>(args: Args, values: object): Args {
  return Object.assign({ ...args }, values);
}
