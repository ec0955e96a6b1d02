/** What of the check a campaign needs: the modules that `scripts/mutate-repositories.mjs` imports. */
export interface Tool {
  readonly check: unknown;
  readonly configIn: unknown;
  readonly findConfig: unknown;
  readonly resolveOptions: unknown;
  readonly catalogueRequirements: unknown;
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
  /** Whether the same was checked in another style as well. */
  readonly restyled: boolean;
  readonly faults: readonly string[];
}

export class Campaign {
  /** `examples`: the folder of the examples. */
  constructor(tool: Tool, examples: string);
  failing(): Promise<readonly string[]>;
  run(seed: number, number: number): Promise<Run>;
  close(): void;
}
