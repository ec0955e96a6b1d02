export function sharesOf(count: number): readonly (readonly string[])[];
export function apart(): readonly string[];
