/** Who is at the desk, and what they may do. */

import type { Role, Session } from "../api/shapes";
import { ApiError, get, post, remove } from "../api/client";

const RANK: Record<Role, number> = { read: 0, judge: 1, administer: 2 };

class Desk {
  session = $state.raw<Session | undefined>();
  error = $state.raw<ApiError | undefined>();

  async load(): Promise<void> {
    try {
      this.session = await get<Session>("/session");
      this.error = undefined;
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, "The answer could not be read", String(error), "unreadable");
    }
  }

  get user() {
    return this.session?.user ?? null;
  }

  may(role: Role): boolean {
    return this.user !== null && RANK[this.user.role] >= RANK[role];
  }

  async signIn(name: string, password: string): Promise<void> {
    await post("/session", { name, password });
    await this.load();
  }

  async welcome(token: string, name: string, password: string): Promise<void> {
    await post("/welcome", { token, name, password });
    await this.load();
  }

  async signOut(): Promise<void> {
    await remove("/session");
    await this.load();
  }

  /** The server no longer knows who asks. */
  forget(): void {
    if (this.session) this.session = { ...this.session, user: null };
  }
}

export const desk = new Desk();
