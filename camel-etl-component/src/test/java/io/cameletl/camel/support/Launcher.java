package io.cameletl.camel.support;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts {@link TemplateProbe} as launchers do that are not {@code java -jar}: in class loaders of their own. On the class path
 * of the JVM itself is this class only, so nothing here may come from elsewhere.
 */
public final class Launcher {
    private Launcher() {}

    /**
     * @param arguments how: {@code all} has everything in one class loader, that of the thread, as Maven's plugins do;
     *     {@code component} has this project in a child of the thread's. Then a class path of others, and of this project
     */
    public static void main(String[] arguments) throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        boolean all = arguments[0].equals("all");
        ClassLoader others = loader(all ? arguments[1] + File.pathSeparator + arguments[2] : arguments[1], platform);
        ClassLoader project = all ? others : loader(arguments[2], others);
        Thread.currentThread().setContextClassLoader(others);
        project.loadClass("io.cameletl.camel.support.TemplateProbe")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[] {arguments[0]});
    }

    private static ClassLoader loader(String classPath, ClassLoader parent) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }
}
