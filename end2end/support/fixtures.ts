// The `test` function with fixtures for teachers, students, members and administrators.
import { test as base, type BrowserContextOptions, expect } from '@playwright/test';
import { Administrator } from './people/administrator';
import { Member } from './people/member';
import { Person } from './people/person';
import { Student } from './people/student';
import { Teacher } from './people/teacher';
import { recordPageErrors } from './page-errors';
import { SERVER, resetClock } from './server';
import type { Language } from './texts';

export { expect };

type Kind<P extends Person> = new (page: Person['page'], scripts: boolean, language?: Language) => P;
type Options = BrowserContextOptions & { locale?: Language };

/** The options of tests whose pages fade and move, for `test.use`. */
export const withMotion = { contextOptions: { reducedMotion: 'no-preference' } } as const;

/** Creates users, each with a separate browser context. */
export interface NewUser {
  teacher(options?: Options): Promise<Teacher>;
  student(options?: Options): Promise<Student>;
  member(options?: Options): Promise<Member>;
  administrator(options?: Options): Promise<Administrator>;
  visitor(options?: Options): Promise<Person>;
}

interface Fixtures {
  /** Every test begins at the real time. */
  realTime: void;
  /** Whether scripts are on in this project. */
  scripts: boolean;
  newUser: NewUser;
  teacher: Teacher;
  student: Student;
  member: Member;
}

export const test = base.extend<Fixtures>({
  // Set here again, because the configuration is also evaluated outside of the workers.
  baseURL: ({}, use) => use(SERVER.url),

  realTime: [
    async ({}, use) => {
      resetClock();
      await use();
    },
    { auto: true },
  ],

  scripts: ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),

  newUser: async ({ browser, baseURL, scripts }, use) => {
    const complaints: string[] = [];
    const bring = async <P extends Person>(kind: Kind<P>, options: Options = {}): Promise<P> => {
      const context = await browser.newContext(options);
      recordPageErrors(context, new URL(options.baseURL ?? baseURL!).origin, complaints);
      return new kind(await context.newPage(), options.javaScriptEnabled ?? scripts, options.locale);
    };
    await use({
      teacher: (options) => bring(Teacher, options),
      student: (options) => bring(Student, options),
      member: (options) => bring(Member, options),
      administrator: (options) => bring(Administrator, options),
      visitor: (options) => bring(Person, options),
    });
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(complaints, 'errors and foreign requests of the pages').toEqual([]);
  },

  teacher: async ({ newUser }, use) => use(await newUser.teacher()),
  student: async ({ newUser }, use) => use(await newUser.student()),
  member: async ({ newUser }, use) => use(await newUser.member()),
});
