"""Drives the platform at sys.argv[1] with docker-py; a check that fails ends the script with its traceback."""

import io
import sys
import tarfile
import uuid

import docker

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


@check
def ping_and_version(client):
    assert client.ping() is True
    assert client.version()["Os"] == "linux"


@check
def info_counts_containers(client):
    assert client.info()["Containers"] == len(client.containers.list(all=True))


@check
def run_returns_output(client):
    assert client.containers.run("busybox", ["echo", "hi"], remove=True) == b"hi\n"


@check
def run_separates_standard_error(client):
    script = ["sh", "-c", "echo out; echo err >&2"]
    assert client.containers.run("busybox", script, remove=True, stdout=False, stderr=True) == b"err\n"


@check
def failing_run_raises_with_exit_code(client):
    try:
        client.containers.run("busybox", ["sh", "-c", "echo why >&2; exit 3"], remove=True)
    except docker.errors.ContainerError as error:
        assert error.exit_status == 3
        assert error.stderr == b"why\n"
    else:
        raise AssertionError("no ContainerError")


@check
def absent_image_raises(client):
    try:
        client.images.get("nosuchimage")
    except docker.errors.ImageNotFound as error:
        assert error.explanation == "No such image: nosuchimage:latest", error.explanation
    else:
        raise AssertionError("no ImageNotFound")


@check
def absent_container_raises(client):
    try:
        client.containers.get("nosuch")
    except docker.errors.NotFound as error:
        assert error.explanation == "No such container: nosuch", error.explanation
    else:
        raise AssertionError("no NotFound")


def sleeping(client, **options):
    return client.containers.run("busybox", ["sleep", "1000"], detach=True, **options)


@check
def container_lives_and_ends(client):
    container = sleeping(client, name="py-" + uuid.uuid4().hex[:8], labels={"by": "docker-py"})
    try:
        assert container.status in ("created", "running")
        container.reload()
        assert container.status == "running"
        assert container in client.containers.list(filters={"label": "by=docker-py"})
        container.stop(timeout=0)
        assert container.wait()["StatusCode"] == 137
        container.start()
        container.reload()
        assert container.status == "running"
    finally:
        container.remove(force=True)
    assert container not in client.containers.list(all=True)


@check
def exec_gives_code_and_separate_streams(client):
    container = sleeping(client)
    try:
        code, output = container.exec_run(["sh", "-c", "echo out; echo err >&2; exit 4"], demux=True)
        assert (code, output) == (4, (b"out\n", b"err\n")), (code, output)
        code, output = container.exec_run(["id", "-u"], user="1000")
        assert (code, output) == (0, b"1000\n"), (code, output)
    finally:
        container.remove(force=True)


@check
def logs_are_streamed_to_their_end(client):
    container = client.containers.run("busybox", ["sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.1; done"], detach=True)
    try:
        assert b"".join(container.logs(stream=True, follow=True)) == b"1\n2\n3\n"
        assert container.logs(tail=1) == b"3\n"
    finally:
        container.remove(force=True)


@check
def archive_goes_in_and_out(client):
    content = b"from docker-py\n"
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        entry = tarfile.TarInfo("file")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    container = client.containers.create("busybox", ["true"])
    try:
        assert container.put_archive("/tmp", tar.getvalue())
        chunks, stat = container.get_archive("/tmp/file")
        assert stat["size"] == len(content) and stat["name"] == "file", stat
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as archive:
            assert archive.extractfile("file").read() == content
    finally:
        container.remove()


@check
def volume_is_made_used_and_removed(client):
    volume = client.volumes.create("py-" + uuid.uuid4().hex[:8])
    try:
        mounts = {volume.name: {"bind": "/data", "mode": "rw"}}
        client.containers.run("busybox", ["sh", "-c", "echo kept > /data/x"], remove=True, volumes=mounts)
        assert client.containers.run("busybox", ["cat", "/data/x"], remove=True, volumes=mounts) == b"kept\n"
    finally:
        volume.remove()
    assert volume not in client.volumes.list()


def main():
    client = docker.DockerClient(base_url=sys.argv[1], timeout=60)
    for function in CHECKS:
        function(client)
        print("holds:", function.__name__)
    print("all", len(CHECKS), "checks hold")


main()
