/** The parts of the check that a campaign needs. `scripts/mutate-repositories.mjs` imports their modules. */
export interface Tool {
  readonly check: unknown;
  readonly configIn: unknown;
  readonly findConfig: unknown;
  readonly resolveOptions: unknown;
  readonly catalogRequirements: unknown;
  readonly GitObjects: unknown;
  readonly GitRefs: unknown;
}

export interface Run {
  readonly number: number;
  readonly repository: string;
  readonly mutations: readonly string[];
  /** Whether something required was lost, by construction. */
  readonly lost: boolean;
  readonly isRed: boolean;
  /** Whether the run was also checked in another style. */
  readonly restyled: boolean;
  readonly faults: readonly string[];
}

export class Campaign {
  /** `examples`: the examples' folder. */
  constructor(tool: Tool, examples: string);
  failing(): Promise<readonly string[]>;
  run(seed: number, number: number): Promise<Run>;
  close(): void;
}
