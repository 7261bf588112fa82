export const TRIED = ['--project', 'trainer'];
export const untriable = (): string[] => [];
