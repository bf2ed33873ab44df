// Runs a Jenkinsfile as Jenkins does, so far as ours needs it: stages in order, the rest skipped after
// a failure, `post` at the end. `sh` really runs; `bat`, where WINDOWS=true, is only recorded.
// Writes what happened as JSON lines: groovy jenkins.groovy <Jenkinsfile> <workspace> <events>
import groovy.json.JsonOutput
import org.codehaus.groovy.control.CompilerConfiguration

class Failure extends Exception {
    Failure(String message) { super(message) }
}

class Build {
    String currentResult = 'SUCCESS'
}

class Stage {
    Closure work
    boolean wanted = true
    void steps(Closure block) { work = block }
    void when(Closure block) { wanted = block() }
}

class Post {
    Map<String, Closure> actions = [:]
    void always(Closure block) { actions.always = block }
    void success(Closure block) { actions.success = block }
    void failure(Closure block) { actions.failure = block }
}

class Jenkins {
    File workspace, events
    Map<String, String> env = [:] + System.getenv()
    Build currentBuild = new Build()
    Map<String, Object> params = [:]
    File folder
    Closure stages, post
    boolean aborted = false

    void record(Map event) { events << JsonOutput.toJson(event) + '\n' }
    boolean isUnix() { env.WINDOWS != 'true' }
    Object getAny() { 'any' }
    Object propertyMissing(String name) {
        if (name in env) { return env[name] }
        throw new MissingPropertyException(name, Jenkins)
    }

    // The blocks of a declarative pipeline.
    void pipeline(Closure block) {
        folder = workspace
        block()
        stages()
        Post ends = new Post()
        fill(ends, post)
        ['always', currentBuild.currentResult.toLowerCase()].findAll { it in ends.actions }.each { String end ->
            record(post: end)
            ends.actions[end]()
        }
        record(result: currentBuild.currentResult)
    }
    void agent(Object which) { record(agent: which) }
    void options(Closure block) { block() }
    void timeout(Map limit) { record(timeout: limit) }
    void parameters(Closure block) { block() }
    void booleanParam(Map parameter) {
        params[parameter.name] = parameter.name in env ? env[parameter.name] == 'true' : parameter.defaultValue
    }
    void environment(Closure block) {
        fill(env, block) // `NAME = value` puts into the map
    }
    private static void fill(Object parts, Closure block) {
        block.delegate = parts
        block.resolveStrategy = Closure.DELEGATE_FIRST
        block()
    }
    void stages(Closure block) { stages = block }
    void post(Closure block) { post = block }
    void stage(String name, Closure block) {
        if (aborted) {
            record(stage: name, skipped: 'earlier failure')
            return
        }
        record(stage: name)
        Stage described = new Stage()
        fill(described, block)
        if (!described.wanted) {
            record(stage: name, skipped: 'when')
            return
        }
        try {
            described.work()
        } catch (Failure failure) {
            record(stage: name, failed: failure.message)
            currentBuild.currentResult = 'FAILURE'
            aborted = true
        }
    }
    boolean expression(Closure condition) { condition() }

    // The steps.
    void script(Closure block) { block() }
    void echo(String message) { record(echo: message) }
    void dir(String name, Closure block) {
        File outer = folder
        folder = new File(outer, name)
        try { block() } finally { folder = outer }
    }
    void deleteDir() { folder.deleteDir() }
    void catchError(Map results, Closure block) {
        try {
            block()
        } catch (Failure failure) {
            record(caught: failure.message)
            currentBuild.currentResult = results.buildResult
        }
    }
    void sh(String command) {
        record(sh: command)
        ProcessBuilder builder = new ProcessBuilder('sh', '-xec', command).directory(folder).inheritIO()
        builder.environment().putAll(env)
        int status = builder.start().waitFor()
        if (status != 0) { throw new Failure("exit ${status}: ${command}") }
    }
    void bat(String command) { record(bat: command) }
    void junit(String pattern) {
        List<String> files = new FileNameFinder().getFileNames(workspace.path, pattern)
        if (!files && unix) { throw new Failure('no test report files were found') }
        List suites = files.collect { new XmlSlurper().parse(it) }
            .collectMany { it.name() == 'testsuites' ? it.testsuite.collect { s -> s } : [it] }
        Closure<Integer> sum = { String key -> suites.sum(0) { (it.@"$key".text() ?: '0') as int } }
        int failed = sum('failures') + sum('errors')
        record(junit: files.size(), tests: sum('tests'), failed: failed)
        if (failed && currentBuild.currentResult == 'SUCCESS') { currentBuild.currentResult = 'UNSTABLE' }
    }
}

CompilerConfiguration configuration = new CompilerConfiguration(scriptBaseClass: DelegatingScript.name)
Script pipeline = new GroovyShell(this.class.classLoader, new Binding(), configuration).parse(new File(args[0]))
pipeline.setDelegate(new Jenkins(workspace: new File(args[1]).absoluteFile, events: new File(args[2])))
pipeline.run()
