import type { ObjectSpec, PropertySpec } from "./schemaTypes";

/** A component as other languages see it. */
export interface ComponentSpec extends ObjectSpec {
  readonly description: string;
  readonly isComponent: true;
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs: readonly string[];
}

/** A component of which every output is always there. */
export function component(
  description: string,
  spec: {
    inputs: ComponentSpec["inputProperties"];
    required: readonly string[];
    outputs: ObjectSpec["properties"];
  },
): ComponentSpec {
  return {
    description,
    isComponent: true,
    inputProperties: spec.inputs,
    requiredInputs: spec.required,
    properties: spec.outputs,
    required: Object.keys(spec.outputs),
  };
}
