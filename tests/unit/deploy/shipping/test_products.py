"""What is given to others."""

import re

from deploy.shipping.products import IMAGE_PYTHON, PRODUCTS, ROOT


def test_locks() -> None:
    """Each product has its locked requirements, and folders of ours that there are."""
    for product in PRODUCTS:
        assert (ROOT / product.lock).is_file()
        assert all((ROOT / folder).is_dir() for folder in product.folders)


def test_machine() -> None:
    """An image is for Linux with the Python of its Dockerfile, the package for any machine."""
    package, *images = PRODUCTS

    assert package.machine is None
    for image in images:
        assert image.machine is not None
        assert (IMAGE_PYTHON, "linux") == (
            image.machine["python_version"],
            image.machine["sys_platform"],
        )
        dockerfile = (ROOT / image.lock).with_name("Dockerfile").read_text()
        assert [IMAGE_PYTHON] == re.findall(
            r"^FROM python:(\d+\.\d+)-\S+ AS base", dockerfile, re.MULTILINE
        )
