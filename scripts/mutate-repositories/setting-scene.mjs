// Repositories in which more than roles can change: a role's surroundings and the sources of its values. Each has a small state. The files
// are written from the state, which also shows whether something required is lost.

/** A repository whose files are written from a state. `mutated` applies one to three random mutations to a copy of the state. */
export class SettingScene {
  /** `files` returns a state's files by path. `lost` describes what a state lacks that the first state had. */
  constructor({ name, state, files, mutations, lost }) {
    Object.assign(this, { name, state, files, mutations, lost });
  }

  committed() {
    return this.#written(this.state);
  }

  untouched() {
    return this.#written(this.state);
  }

  mutated(random) {
    const state = structuredClone(this.state);
    const names = Object.keys(this.mutations);
    const mutations = Array.from({ length: 1 + random.below(3) }, () => random.pick(names));
    for (const one of mutations) this.mutations[one](state, random);
    return {
      mutations,
      files: () => this.#written(state),
      lost: () => this.lost(state, this.state),
      uncovered: () => [],
      restyled: () => null,
    };
  }

  #written(state) {
    return new Map(Object.entries(this.files(state)).map(([path, text]) => [path, Buffer.from(text)]));
  }
}

export const CONFIG = ".github/worker-iam-check.yml";

export function policyText(statements) {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 1);
}

export function allow(Action, Effect = "Allow") {
  return { Effect, Action, Resource: "*" };
}

export function without(list, random) {
  const at = random.below(list.length || 1);
  return list.filter((_one, index) => index !== at);
}
