import jasmineRequire from 'jasmine-core';

/** Jasmine, with its functions as globals, where the specs expect them. */
export const jasmine = jasmineRequire.boot();

jasmine.getEnv().configure({ random: false, forbidDuplicateNames: false });
