import type { Answer, Question } from "../core/messages.js";

/** A question without the ID that its answer must have. */
export type NewQuestion = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;

export interface Listener {
  onStart(): void;
  onProgress(done: number, total: number): void;
  onAnswer(answer: Answer): void;
  /** Called when a new worker starts, which has received nothing yet. */
  onRestart(): void;
}

/** The pause after typing before a check, in milliseconds. It grows with the duration of a check. */
const PAUSE = 120;
const MAX_PAUSE = 1000;

/** If the text changes during a check that has run longer than this, in milliseconds, the check is abandoned. */
const PATIENCE = 1500;

/** Runs checks in a worker, one at a time, and only the newest. */
export class Checker {
  private worker: Worker;
  private id = 0;
  private running: { readonly id: number; readonly since: number } | null = null;
  private wanted: (() => NewQuestion) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private took = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  constructor(
    private readonly make: () => Worker,
    private readonly listener: Listener,
  ) {
    this.worker = this.start();
  }

  /** Schedules a check. While the user is typing, waits for a pause. */
  schedule(asking: () => NewQuestion, isTyping: boolean): void {
    this.wanted = asking;
    clearTimeout(this.timer);
    const pause = isTyping ? Math.min(PAUSE + this.took / 2, MAX_PAUSE) : 0;
    this.timer = setTimeout(() => this.next(), pause);
  }

  get isRunning(): boolean {
    return this.running !== null || this.wanted !== null;
  }

  /** Cancels the running check and any scheduled one. */
  stop(): void {
    clearTimeout(this.timer);
    this.wanted = null;
    if (this.running !== null) this.restart();
  }

  /** Asks a question about the latest check. */
  ask(asking: NewQuestion): Promise<Answer> {
    const id = this.send(asking);
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  private next(): void {
    if (this.wanted === null) return;
    if (this.running !== null) {
      if (performance.now() - this.running.since < PATIENCE) return;
      this.restart();
    }
    const asking = this.wanted();
    this.wanted = null;
    this.running = { id: this.send(asking), since: performance.now() };
    this.listener.onStart();
  }

  private send(asking: NewQuestion): number {
    const id = ++this.id;
    this.worker.postMessage({ ...asking, id });
    return id;
  }

  private start(): Worker {
    const worker = this.make();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const id = this.running?.id ?? 0;
      this.restart();
      this.listener.onAnswer({ answer: "failed", id, message: event.message });
    };
    return worker;
  }

  private restart(): void {
    this.worker.terminate();
    this.running = null;
    for (const [id, answer] of this.waiting) answer({ answer: "failed", id, message: "the check was stopped" });
    this.waiting.clear();
    this.worker = this.start();
    this.listener.onRestart();
  }

  private receive(answer: Answer): void {
    if (answer.answer === "progress") {
      if (answer.id === this.running?.id) this.listener.onProgress(answer.done, answer.total);
      return;
    }
    const waiting = this.waiting.get(answer.id);
    if (waiting !== undefined) {
      this.waiting.delete(answer.id);
      waiting(answer);
      return;
    }
    if (answer.id !== this.running?.id) return;
    this.took = performance.now() - this.running.since;
    this.running = null;
    this.listener.onAnswer(answer);
    if (this.wanted !== null) this.next();
  }
}
