/** Who may do what: users, tokens, sessions, single sign-on, roles, tenant scope, login throttling. */
@NullMarked
package io.penstock.console.access;

import org.jspecify.annotations.NullMarked;
