export function shareOf(url: string): readonly string[];
export function apart(): readonly string[];
