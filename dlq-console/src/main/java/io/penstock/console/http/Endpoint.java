package io.penstock.console.http;

/** What answers a call that may be made. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers.
     *
     * @throws ProblemException if the caller is to be told of a problem
     * @throws Exception if something broke, which the caller learns nothing more of
     */
    Answer answer(Call call) throws Exception;
}
