package io.cameletl.internal.console.view;

/**
 * Why a request was not answered.
 *
 * @param status of HTTP, such as 404
 * @param title in a few words
 * @param says in a sentence or two, what is wrong and what to do
 */
public record Problem(int status, String title, String says) {}
