package io.cameletl.example;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.ZoneId;

/**
 * The demo's command: {@code mvn -q -pl camel-etl-routes-example -am compile exec:java}, or {@code java -jar} with the jar
 * that the profile {@code fat-jar} makes.
 */
public final class IdentitySync {
    private IdentitySync() {}

    /** @param args none; {@code Settings} says which system properties there are, or environment variables */
    public static void main(String[] args) {
        // Not System.out: Maven's goes down by a hook of its own, in the middle of what is said on Ctrl-C.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, Charset.defaultCharset());
        Console console = new Console(out, Clock.system(ZoneId.systemDefault()));
        System.exit(run(console));
    }

    private static int run(Console console) {
        Settings settings;
        try {
            settings = Settings.of(System.getProperties(), System.getenv());
        } catch (IllegalArgumentException e) {
            console.say(String.valueOf(e.getMessage()));
            return 2;
        }
        Demo demo = new Demo(settings, console);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
        try (demo) {
            return play(demo, settings, console);
        }
    }

    /** @return the exit code: 0, or 1 with the reason printed */
    static int play(Demo demo, Settings settings, Console console) {
        try {
            if (settings.once()) {
                return demo.syncOnce() ? 0 : 1;
            }
            demo.syncForever();
            return 0;
        } catch (Exception e) {
            if (!demo.isClosed()) { // Whoever is stopped fails in many ways, none of them of interest.
                console.say("");
                console.say("The demo cannot go on:");
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    console.say("  " + cause);
                }
            }
            return 1;
        }
    }
}
